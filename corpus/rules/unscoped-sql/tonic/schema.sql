CREATE TABLE organizations (
    id BIGINT PRIMARY KEY
);

CREATE TABLE invoices (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    total BIGINT NOT NULL
);
