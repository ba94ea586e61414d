package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that real procedures had in their SQL, by the numbers under which the project keeps them. */
class PostgresFaultsTest {

    @TempDir
    Path folder;

    private List<String> messages(String sql) {
        return new PostgresModule(folder).up(sql).messages();
    }

    @Test
    void fault5AFunctionWithoutItsExtension() {
        assertThat(messages("""
                CREATE TABLE IF NOT EXISTS user_preferences (
                    id UUID DEFAULT uuid_generate_v4() PRIMARY KEY,
                    user_id VARCHAR(255) NOT NULL,
                    preference_key VARCHAR(100) NOT NULL,
                    preference_value JSONB,
                    created_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
                    updated_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
                    UNIQUE(user_id, preference_key)
                );

                CREATE INDEX IF NOT EXISTS idx_user_preferences_user_id
                ON user_preferences(user_id);
                """))
                .containsExactly(
                        "M1 [DBM-C124] uuid_generate_v4() is a function of the extension uuid-ossp, which no migration"
                                + " of this module creates. Write gen_random_uuid(), which needs none (at M1.java:12:21)");
    }

    @Test
    void fault10ColumnUpdateAndNotNullInOneTransaction() {
        assertThat(messages("""
                ALTER TABLE exercises ADD COLUMN difficulty_level INTEGER;
                UPDATE exercises SET difficulty_level = 5 WHERE difficulty_level IS NULL;
                ALTER TABLE exercises ALTER COLUMN difficulty_level SET NOT NULL;
                CREATE INDEX idx_exercises_difficulty ON exercises (difficulty_level);
                """))
                .anyMatch(message -> message.contains("[DBM-C122]")
                        && message.contains("Write three migrations: (1)")
                        && message.endsWith("(at M1.java:12:1)"))
                .anyMatch(message -> message.contains("[DBM-C108]"))
                .anyMatch(message -> message.contains("[DBM-C100]"));
    }

    @Test
    void fault11AnIndexOnALiveTableInATransaction() {
        assertThat(messages("""
                CREATE INDEX IF NOT EXISTS idx_archived_sessions_tags
                ON archived_sessions USING GIN (tags);
                """))
                .singleElement()
                .asString()
                .contains("[DBM-C100] archived_sessions is in use")
                .contains(
                        "Write CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_archived_sessions_tags ON archived_sessions USING"
                                + " GIN (tags) in a migration of its own with transactional = false");
        assertThat(
                        messages(
                                "CREATE INDEX IF NOT EXISTS idx_conversations_sentiment \nON fine_tuning.conversations(sentiment);"))
                .singleElement()
                .asString()
                .contains("[DBM-C100] fine_tuning.conversations is in use");
    }

    @Test
    void fault12EveryRowInOneStatement() {
        assertThat(messages("UPDATE users SET new_field = 'default_value' WHERE new_field IS NULL"))
                .singleElement()
                .asString()
                .contains("[DBM-C121]")
                .contains(
                        "Write UPDATE users SET … WHERE id IN (SELECT id FROM users WHERE new_field IS NULL LIMIT 1000) in a"
                                + " loop");
    }

    @Test
    void fault13ATypeThatRewritesTheTable() {
        assertThat(messages("""
                ALTER TABLE fine_tuning.conversations
                ALTER COLUMN quality_score TYPE NUMERIC(3,2);
                """))
                .anyMatch(message -> message.contains("[DBM-C112] the new type NUMERIC(3,2) of quality_score")
                        && message.contains("Write ALTER TABLE fine_tuning.conversations ADD COLUMN quality_score_new"
                                + " NUMERIC(3,2) in a migration of phase EXPAND")
                        && message.endsWith("(at M1.java:12:1)"));
    }

    @Test
    void theAuditLogsTimestampHasNoZone() {
        assertThat(messages("""
                CREATE TABLE IF NOT EXISTS audit_log (
                    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
                    user_id UUID REFERENCES users(id) ON DELETE SET NULL,
                    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
                );
                CREATE INDEX IF NOT EXISTS idx_audit_log_user_id ON audit_log(user_id);
                """))
                .singleElement()
                .asString()
                .contains("[DBM-C127] created_at is a timestamp without a time zone")
                .endsWith("Write created_at timestamptz (at M1.java:14:16)");
    }
}
