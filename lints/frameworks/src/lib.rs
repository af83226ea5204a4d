//! The framework files, embedded: data alone, read by the catalog. One line a file.

/// Path below `lints/frameworks` and text of every file, in the order in which they are consulted.
pub fn files() -> &'static [(&'static str, &'static str)] {
    FILES
}

const FILES: &[(&str, &str)] = &[
    ("common/words.toml", include_str!("../common/words.toml")),
    ("csharp/abp.toml", include_str!("../csharp/abp.toml")),
    ("csharp/ado.toml", include_str!("../csharp/ado.toml")),
    (
        "csharp/ardalis-specification.toml",
        include_str!("../csharp/ardalis-specification.toml"),
    ),
    ("csharp/aspnetcore.toml", include_str!("../csharp/aspnetcore.toml")),
    (
        "csharp/azure-functions.toml",
        include_str!("../csharp/azure-functions.toml"),
    ),
    ("csharp/background.toml", include_str!("../csharp/background.toml")),
    ("csharp/caches.toml", include_str!("../csharp/caches.toml")),
    ("csharp/cosmos.toml", include_str!("../csharp/cosmos.toml")),
    (
        "csharp/dapper-contrib.toml",
        include_str!("../csharp/dapper-contrib.toml"),
    ),
    ("csharp/dapper.toml", include_str!("../csharp/dapper.toml")),
    ("csharp/dotnet.toml", include_str!("../csharp/dotnet.toml")),
    ("csharp/efcore.toml", include_str!("../csharp/efcore.toml")),
    (
        "csharp/fastendpoints.toml",
        include_str!("../csharp/fastendpoints.toml"),
    ),
    ("csharp/finbuckle.toml", include_str!("../csharp/finbuckle.toml")),
    ("csharp/freesql.toml", include_str!("../csharp/freesql.toml")),
    (
        "csharp/graphql-dotnet.toml",
        include_str!("../csharp/graphql-dotnet.toml"),
    ),
    ("csharp/grpc.toml", include_str!("../csharp/grpc.toml")),
    ("csharp/hangfire.toml", include_str!("../csharp/hangfire.toml")),
    ("csharp/hotchocolate.toml", include_str!("../csharp/hotchocolate.toml")),
    (
        "csharp/in-house-mediator.toml",
        include_str!("../csharp/in-house-mediator.toml"),
    ),
    ("csharp/linq2db.toml", include_str!("../csharp/linq2db.toml")),
    ("csharp/litedb.toml", include_str!("../csharp/litedb.toml")),
    ("csharp/marten.toml", include_str!("../csharp/marten.toml")),
    ("csharp/mediator.toml", include_str!("../csharp/mediator.toml")),
    ("csharp/messaging.toml", include_str!("../csharp/messaging.toml")),
    (
        "csharp/mongodb-dotnet.toml",
        include_str!("../csharp/mongodb-dotnet.toml"),
    ),
    ("csharp/nhibernate.toml", include_str!("../csharp/nhibernate.toml")),
    ("csharp/orleans.toml", include_str!("../csharp/orleans.toml")),
    ("csharp/ormlite.toml", include_str!("../csharp/ormlite.toml")),
    ("csharp/petapoco.toml", include_str!("../csharp/petapoco.toml")),
    ("csharp/quartz.toml", include_str!("../csharp/quartz.toml")),
    ("csharp/ravendb.toml", include_str!("../csharp/ravendb.toml")),
    ("csharp/signalr.toml", include_str!("../csharp/signalr.toml")),
    ("csharp/sqlsugar.toml", include_str!("../csharp/sqlsugar.toml")),
    ("python/asyncpg.toml", include_str!("../python/asyncpg.toml")),
    ("python/caches.toml", include_str!("../python/caches.toml")),
    ("python/celery.toml", include_str!("../python/celery.toml")),
    ("python/cli.toml", include_str!("../python/cli.toml")),
    ("python/db-api.toml", include_str!("../python/db-api.toml")),
    (
        "python/django-context.toml",
        include_str!("../python/django-context.toml"),
    ),
    ("python/django-ninja.toml", include_str!("../python/django-ninja.toml")),
    ("python/django-orm.toml", include_str!("../python/django-orm.toml")),
    (
        "python/django-tenancy.toml",
        include_str!("../python/django-tenancy.toml"),
    ),
    ("python/django-web.toml", include_str!("../python/django-web.toml")),
    ("python/drf.toml", include_str!("../python/drf.toml")),
    ("python/fastapi.toml", include_str!("../python/fastapi.toml")),
    ("python/flask.toml", include_str!("../python/flask.toml")),
    ("python/graphql.toml", include_str!("../python/graphql.toml")),
    ("python/guardian.toml", include_str!("../python/guardian.toml")),
    ("python/jwt.toml", include_str!("../python/jwt.toml")),
    ("python/litestar.toml", include_str!("../python/litestar.toml")),
    ("python/peewee.toml", include_str!("../python/peewee.toml")),
    ("python/quart.toml", include_str!("../python/quart.toml")),
    ("python/socketio.toml", include_str!("../python/socketio.toml")),
    ("python/sqlalchemy.toml", include_str!("../python/sqlalchemy.toml")),
    ("python/starlette.toml", include_str!("../python/starlette.toml")),
    ("python/stdlib.toml", include_str!("../python/stdlib.toml")),
    ("python/task-queues.toml", include_str!("../python/task-queues.toml")),
    ("python/tortoise.toml", include_str!("../python/tortoise.toml")),
    ("rust/actix.toml", include_str!("../rust/actix.toml")),
    ("rust/axum.toml", include_str!("../rust/axum.toml")),
    ("rust/caches.toml", include_str!("../rust/caches.toml")),
    ("rust/diesel.toml", include_str!("../rust/diesel.toml")),
    ("rust/dropshot.toml", include_str!("../rust/dropshot.toml")),
    ("rust/graphql.toml", include_str!("../rust/graphql.toml")),
    ("rust/jsonwebtoken.toml", include_str!("../rust/jsonwebtoken.toml")),
    ("rust/mongodb.toml", include_str!("../rust/mongodb.toml")),
    ("rust/poem.toml", include_str!("../rust/poem.toml")),
    ("rust/rocket.toml", include_str!("../rust/rocket.toml")),
    ("rust/rusqlite.toml", include_str!("../rust/rusqlite.toml")),
    ("rust/sea-orm.toml", include_str!("../rust/sea-orm.toml")),
    ("rust/socketioxide.toml", include_str!("../rust/socketioxide.toml")),
    ("rust/sqlx.toml", include_str!("../rust/sqlx.toml")),
    ("rust/std.toml", include_str!("../rust/std.toml")),
    ("rust/tokio-jobs.toml", include_str!("../rust/tokio-jobs.toml")),
    ("rust/tokio-postgres.toml", include_str!("../rust/tokio-postgres.toml")),
    ("rust/tonic.toml", include_str!("../rust/tonic.toml")),
    ("rust/warp.toml", include_str!("../rust/warp.toml")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_is_valid_and_has_an_id_of_its_own() {
        let mut ids = Vec::new();
        for (path, text) in files() {
            let file = partywall_catalog::parse(path, text).unwrap_or_else(|error| panic!("{error:?}"));
            assert!(
                !ids.contains(&file.framework.id),
                "{path}: {} is there twice",
                file.framework.id
            );
            ids.push(file.framework.id);
        }
    }

    #[test]
    fn every_file_of_the_folder_is_listed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = Vec::new();
        for folder in ["common", "csharp", "python", "rust"] {
            for entry in std::fs::read_dir(root.join(folder)).into_iter().flatten() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if name.ends_with(".toml") {
                    found.push(format!("{folder}/{name}"));
                }
            }
        }
        found.sort();
        let listed: Vec<&str> = files().iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found);
    }
}
