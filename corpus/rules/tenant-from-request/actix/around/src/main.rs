//! What is written around a scope compares the tenant in the route with the caller's; a module that a local is called like.

use actix_web::dev::ServiceRequest;
use actix_web::{App, HttpMessage, web};

mod db;
mod routes;

pub struct User {
    pub organization_ids: Vec<i64>,
}

pub fn run() {
    let guarded = web::scope("/{organization_id}")
        .wrap_fn(|req: ServiceRequest, srv| {
            let organization_id: i64 = req.match_info().get("organization_id").unwrap().parse().unwrap();
            let user = req.extensions().get::<User>().cloned().unwrap();
            if user.organization_ids.contains(&organization_id) {
                srv.call(req)
            } else {
                Box::pin(futures_util::future::err(actix_web::error::ErrorUnauthorized("")))
            }
        })
        .service(routes::invoice);
    let _ = App::new().service(guarded).service(routes::open);
}
