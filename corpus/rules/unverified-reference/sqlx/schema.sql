CREATE TABLE organizations (
    id BIGINT PRIMARY KEY
);

CREATE TABLE users (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL
);

CREATE TABLE memberships (
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (organization_id, user_id)
);

CREATE TABLE invoices (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    total BIGINT NOT NULL,
    paid BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE lines (
    id BIGINT PRIMARY KEY,
    invoice_id BIGINT NOT NULL REFERENCES invoices (id),
    amount BIGINT NOT NULL
);

CREATE TABLE teams (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id)
);

CREATE TABLE projects (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    team_id BIGINT REFERENCES teams (id),
    billed_organization_id BIGINT REFERENCES organizations (id)
);

CREATE TABLE documents (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id)
);

CREATE TABLE chats (
    chat_id BIGINT PRIMARY KEY REFERENCES documents (id),
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    document_id BIGINT REFERENCES documents (id)
);

CREATE TABLE services (
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    service_name TEXT NOT NULL,
    PRIMARY KEY (organization_id, service_name)
);

CREATE TABLE event_types (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    service_name TEXT NOT NULL,
    FOREIGN KEY (organization_id, service_name) REFERENCES services (organization_id, service_name)
);

CREATE TABLE app_topics (
    topic_id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id)
);

CREATE TABLE tasks (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    team_id BIGINT NOT NULL,
    FOREIGN KEY (organization_id, team_id) REFERENCES teams (organization_id, id)
);
