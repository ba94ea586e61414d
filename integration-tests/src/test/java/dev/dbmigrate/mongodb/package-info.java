/** The MongoDB adapter against a server: the embedded one, or that of {@code DBMIGRATE_TEST_MONGODB_URL}. */
package dev.dbmigrate.mongodb;
