CREATE TABLE users (
    id BIGINT PRIMARY KEY
);

CREATE TABLE organizations (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    api_key TEXT NOT NULL,
    owner_id BIGINT NOT NULL REFERENCES users (id)
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
