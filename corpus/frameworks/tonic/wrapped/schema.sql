CREATE TABLE accounts (id uuid PRIMARY KEY);
CREATE TABLE profiles (id uuid PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id));
CREATE TABLE profile_keys (id uuid PRIMARY KEY, profile_id uuid NOT NULL REFERENCES profiles (id), encrypted_key text NOT NULL);
CREATE TABLE payouts (id uuid PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id), amount bigint NOT NULL);
