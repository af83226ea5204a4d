CREATE TABLE bank_accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE bank_wallets (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES bank_accounts (id));
CREATE TABLE bank_profiles (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES bank_accounts (id));
CREATE TABLE bank_payouts (id INTEGER PRIMARY KEY, wallet_id INTEGER NOT NULL REFERENCES bank_wallets (id));
CREATE TABLE bank_keys (id INTEGER PRIMARY KEY, profile_id INTEGER NOT NULL REFERENCES bank_profiles (id));
