CREATE TABLE organizations (id UUID PRIMARY KEY, name TEXT);
CREATE TABLE invoices (id UUID PRIMARY KEY, org_id UUID NOT NULL REFERENCES organizations (id));
