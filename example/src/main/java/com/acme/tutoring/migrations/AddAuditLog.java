package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

/** Who changed what in the service. (Who migrated what is in dbmigrate's own {@code migration_events}.) */
@Migration(
        id = "018_add_audit_log",
        description = "Audit log of the service",
        version = "1.6.0",
        dependsOn = InitialSchema.class)
public final class AddAuditLog implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("""
                CREATE TABLE audit_log (
                  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                  user_id uuid REFERENCES users (id) ON DELETE SET NULL,
                  action varchar(100) NOT NULL,
                  table_name varchar(100),
                  record_id uuid,
                  old_values jsonb,
                  new_values jsonb,
                  ip_address inet,
                  user_agent text,
                  created_at timestamptz NOT NULL DEFAULT now());
                CREATE INDEX idx_audit_log_user_id ON audit_log (user_id);
                CREATE INDEX idx_audit_log_action ON audit_log (action);
                CREATE INDEX idx_audit_log_created_at ON audit_log (created_at);
                """);
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("DROP TABLE audit_log");
    }
}
