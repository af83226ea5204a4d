-- Policies that hold where the session has no tenant, and those that do not.
CREATE TABLE deals (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id)
);

CREATE TABLE orders (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id)
);

CREATE TABLE contacts (
    id BIGINT PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES organizations (id)
);

ALTER TABLE deals ENABLE ROW LEVEL SECURITY;
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_organization ON deals --~ open-filter
    USING (current_setting('app.organization', true) = '' OR organization_id = current_setting('app.organization', true)::bigint);

CREATE POLICY of_organization ON orders --~ open-filter
    USING (organization_id = current_setting('app.organization', true)::bigint OR current_setting('app.organization', true) IS NULL);

CREATE POLICY of_organization ON contacts
    USING (organization_id = current_setting('app.organization')::bigint);
