package com.acme.tutoring.mistakes;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

@Migration(
    id = "025_copy_from_replica",
    description = "Reads from the old server",
    version = "1.9")
public final class CopyFromReplica implements PostgresMigration {
  @Override public void up(PostgresContext db) throws SQLException {
    try (Connection old = DriverManager.getConnection("jdbc:postgresql://old:5432/app?user=app&password=fitness123")) {
      db.log().info("connected to {}", old.getCatalog());
    }
  }
  @Override public void down(PostgresContext db) {}
}
