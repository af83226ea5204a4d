CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
CREATE TABLE tasks (id bigint PRIMARY KEY, creator_id bigint NOT NULL REFERENCES users (id), title text NOT NULL);
