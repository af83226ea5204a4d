CREATE TABLE companies (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    trip_retention_days INT NOT NULL DEFAULT 365
);

CREATE TABLE users (
    id UUID PRIMARY KEY,
    email TEXT NOT NULL UNIQUE
);

CREATE TABLE company_members (
    company_id UUID NOT NULL REFERENCES companies (id),
    user_id UUID NOT NULL REFERENCES users (id),
    role TEXT NOT NULL DEFAULT 'dispatcher',
    PRIMARY KEY (company_id, user_id)
);

CREATE TABLE vehicles (
    id UUID PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id),
    plate TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'active',
    odometer_km BIGINT NOT NULL DEFAULT 0,
    UNIQUE (company_id, plate)
);

CREATE TABLE trips (
    id UUID PRIMARY KEY,
    vehicle_id UUID NOT NULL REFERENCES vehicles (id),
    driver TEXT NOT NULL,
    distance_km BIGINT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);

CREATE TABLE fuel_cards (
    id UUID PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id),
    number TEXT NOT NULL,
    blocked BOOLEAN NOT NULL DEFAULT FALSE
);
