CREATE TABLE organizations (id serial PRIMARY KEY, name text);
CREATE TABLE users (id serial PRIMARY KEY, organization_id int NOT NULL REFERENCES organizations (id));
CREATE TABLE invoices (id serial PRIMARY KEY, organization_id int NOT NULL REFERENCES organizations (id), number text);
