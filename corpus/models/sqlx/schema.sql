CREATE TABLE organizations (
    id BIGINT PRIMARY KEY
);

CREATE TABLE users (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL,
    is_admin BOOLEAN NOT NULL DEFAULT FALSE
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

CREATE TABLE notices (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT REFERENCES organizations (id),
    is_published BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE invitations (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    email TEXT NOT NULL,
    accepted BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE templates (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    visibility TEXT NOT NULL
);

CREATE TABLE template_versions (
    id BIGINT PRIMARY KEY,
    template_id BIGINT NOT NULL REFERENCES templates (id)
);

CREATE TABLE published_pages (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    body TEXT NOT NULL
);

CREATE TABLE login_requests (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    approved BOOLEAN NOT NULL DEFAULT FALSE
);
