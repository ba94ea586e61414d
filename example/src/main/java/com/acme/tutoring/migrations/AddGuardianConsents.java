package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

/** Minors need the consent of a guardian. */
@Migration(
        id = "015_add_guardian_consents",
        description = "Consents of guardians",
        version = "1.5.0",
        dependsOn = InitialSchema.class)
public final class AddGuardianConsents implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("""
                CREATE TABLE guardian_consents (
                  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                  user_id uuid NOT NULL REFERENCES users (id),
                  guardian_email varchar(255) NOT NULL,
                  consent_given boolean NOT NULL,
                  consent_timestamp timestamptz NOT NULL DEFAULT now());
                CREATE INDEX idx_guardian_consents_user_id ON guardian_consents (user_id);
                """);
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("DROP TABLE guardian_consents");
    }
}
