package com.acme.tutoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.TargetConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Exercises, more than one batch of the backfill holds; users; sessions. */
final class PostgresData implements StoreData {

    private static final int EXERCISES = 2500;

    private final Connection connection;

    PostgresData(TargetConfig target) throws SQLException {
        connection = DriverManager.getConnection(
                target.url(),
                target.user(),
                target.password() == null ? null : target.password().reveal());
    }

    @Override
    public void write() {
        run("INSERT INTO users (member_no, email, display_name) VALUES (4, 'omer@example.org', 'Omer')");
        run("INSERT INTO exercises (user_id, exercise_name, exercise_name_he, exercise_type, points_earned)"
                + " SELECT 4, 'lunge ' || n, 'לאנג׳', 'strength', n % 120 FROM generate_series(1, " + EXERCISES
                + ") n");
        run("INSERT INTO archived_sessions (user_id, session_id)"
                + " SELECT id, 's-' || n FROM users, generate_series(1, 50) n WHERE member_no = 4");
    }

    @Override
    public void expectMigrated() {
        assertThat(rows("SELECT count(*) FROM exercises WHERE user_id = 4")).containsExactly("" + EXERCISES);
        // 35 points: 3; 119 points: 11, which is capped; 5 points: at least 1; no points: the default
        assertThat(rows("SELECT DISTINCT points_earned || ':' || difficulty_level FROM exercises"
                        + " WHERE user_id = 4 AND points_earned IN (0, 5, 35, 119)"))
                .containsExactlyInAnyOrder("0:5", "5:1", "35:3", "119:10");
        assertThat(rows("SELECT exercise_name_he FROM exercises WHERE exercise_name = 'lunge 2500'"))
                .containsExactly("לאנג׳");
        expectDefaultDifficulty();
        assertThatThrownBy(() -> run("UPDATE exercises SET difficulty_level = NULL"))
                .hasMessageContaining("not-null constraint");
        assertThatThrownBy(() -> run("UPDATE exercises SET difficulty_level = 11"))
                .hasMessageContaining("exercises_difficulty_range");
        assertThat(rows("SELECT u.email || ' ' || (p.preference_value #>> '{}') FROM user_preferences p"
                        + " JOIN users u ON u.id::text = p.user_id WHERE preference_key = 'languagePreference'"
                        + " ORDER BY u.member_no"))
                .containsExactly(
                        "dana@example.org auto", "noam@example.org auto",
                        "maya@example.org auto", "omer@example.org auto");
        expectTags();
        assertThat(rows("SELECT indexrelid::regclass::text FROM pg_index WHERE indisvalid AND indexrelid IN"
                        + " (to_regclass('idx_exercises_difficulty'), to_regclass('idx_archived_sessions_tags'),"
                        + " to_regclass('idx_audit_log_action'), to_regclass('idx_guardian_consents_user_id'))"))
                .hasSize(4);
        assertThat(rows("SELECT version FROM schema_versions ORDER BY version"))
                .containsExactly("1.0.0", "1.1.0", "1.2.0", "1.4.0", "1.4.1", "1.5.0", "1.6.0");
    }

    /** The insert of the service's own test. */
    private void expectDefaultDifficulty() {
        assertThat(rows("INSERT INTO exercises (user_id, exercise_name, exercise_name_he, exercise_type, points_earned,"
                        + " difficulty_level) VALUES (1, 'test', 'טסט', 'strength', 10, DEFAULT)"
                        + " RETURNING difficulty_level"))
                .containsExactly("5");
        run("DELETE FROM exercises WHERE exercise_name = 'test'");
    }

    private void expectTags() {
        run("UPDATE archived_sessions SET tags = '{legs,morning}' WHERE session_id = 's-7'");
        assertThat(rows("SELECT session_id FROM archived_sessions WHERE tags @> '{legs}'"))
                .containsExactly("s-7");
        assertThat(
                        rows(
                                "SELECT count(*) FROM archived_sessions s JOIN users u ON u.id = s.user_id WHERE member_no = 4"))
                .containsExactly("50");
    }

    @Override
    public void expectOriginal() {
        assertThat(rows("SELECT count(*) || ' ' || sum(points_earned) FROM exercises WHERE user_id = 4"))
                .containsExactly(EXERCISES + " " + pointsWritten());
        assertThat(rows("SELECT count(*) FROM archived_sessions")).containsExactly("52");
        assertThat(rows("SELECT table_name || '.' || column_name FROM information_schema.columns"
                        + " WHERE column_name IN ('difficulty_level', 'tags')"))
                .isEmpty();
        assertThat(rows("SELECT table_name::text FROM information_schema.tables WHERE table_name IN"
                        + " ('user_preferences', 'guardian_consents', 'audit_log')"))
                .isEmpty();
        assertThat(rows("SELECT indexname::text FROM pg_indexes WHERE indexname LIKE 'idx%'"))
                .isEmpty();
    }

    private static long pointsWritten() {
        long points = 0;
        for (int n = 1; n <= EXERCISES; n++) {
            points += n % 120;
        }
        return points;
    }

    private void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private List<String> rows(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + ": " + sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
