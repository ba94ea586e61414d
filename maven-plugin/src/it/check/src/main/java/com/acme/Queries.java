package com.acme;

final class Queries {

    static final String ADD_TAGS = "ALTER TABLE users ADD COLUMN tags text[]";

    private Queries() {}
}
