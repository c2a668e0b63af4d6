-- The three roles and the two databases, made once by a superuser before `hub migrate`.
-- Give each role its password or other credential afterwards (ALTER ROLE ... PASSWORD ...).
-- An empty line ends a statement: the embedded PostgreSQL reads this file in single-user mode.

-- Owns tables and functions; used by `hub migrate` only.
CREATE ROLE samenloop_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;

-- What `hub serve` and `hub work` connect as: may add facts, may not change or remove them.
CREATE ROLE samenloop_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;

-- What `hub verify` and auditors connect as: may read.
CREATE ROLE samenloop_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;

-- Ledger, people and views.
CREATE DATABASE samenloop OWNER samenloop_owner ENCODING 'UTF8';

-- Wrapped keys only, in a database of their own, so that they are never in the ledger's backup.
CREATE DATABASE samenloop_keys OWNER samenloop_owner ENCODING 'UTF8';

REVOKE ALL ON DATABASE samenloop, samenloop_keys FROM PUBLIC;

GRANT CONNECT ON DATABASE samenloop TO samenloop_app, samenloop_reader;

GRANT CONNECT ON DATABASE samenloop_keys TO samenloop_app;

