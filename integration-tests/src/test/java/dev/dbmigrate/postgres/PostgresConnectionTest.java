package dev.dbmigrate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.Target;
import java.io.StringReader;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** The connection that a migration gets cannot be left for the driver's own, and is good for what it is good for. */
class PostgresConnectionTest {

    private PostgresFixture fixture;
    private Target target;
    private final Lease lease = PostgresFixture.lease(1);

    @BeforeEach
    void open() throws SQLException {
        fixture = new PostgresFixture();
        target = fixture.target();
        target.claim(lease);
        fixture.queries.execute("CREATE TABLE things (id int, name text)");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void run(PostgresMigration migration) {
        target.run(PostgresFixture.up(lease, "001_raw", true, migration));
    }

    /** The ways back to a connection. */
    enum WayOut {
        STATEMENT {
            @Override
            Connection leave(PostgresContext db) throws SQLException {
                return db.connection().createStatement().getConnection();
            }
        },
        PREPARED_STATEMENT {
            @Override
            Connection leave(PostgresContext db) throws SQLException {
                return db.connection().prepareStatement("SELECT 1").getConnection();
            }
        },
        RESULT {
            @Override
            Connection leave(PostgresContext db) throws SQLException {
                ResultSet result = db.connection().createStatement().executeQuery("SELECT 1");
                return result.getStatement().getConnection();
            }
        },
        METADATA {
            @Override
            Connection leave(PostgresContext db) throws SQLException {
                return db.connection().getMetaData().getConnection();
            }
        },
        RESULT_OF_METADATA {
            @Override
            Connection leave(PostgresContext db) throws SQLException {
                return db.connection().getMetaData().getSchemas().getStatement().getConnection();
            }
        },
        ARRAY {
            @Override
            Connection leave(PostgresContext db) throws SQLException {
                Array array = db.connection().createArrayOf("int4", new Integer[] {1});
                return array.getResultSet().getStatement().getConnection();
            }
        },
        ROW_OF_A_QUERY {
            @Override
            Connection leave(PostgresContext db) {
                return db.query("SELECT 1", row -> row.getStatement().getConnection())
                        .get(0);
            }
        },
        CAST_OF_PG_CONNECTION {
            @Override
            Connection leave(PostgresContext db) throws SQLException {
                return (Connection) db.connection().unwrap(PGConnection.class);
            }
        },
        CAST_OF_BASE_CONNECTION {
            @Override
            Connection leave(PostgresContext db) throws SQLException {
                return db.connection().unwrap(BaseConnection.class);
            }
        },
        UNWRAPPED_STATEMENT {
            @Override
            Connection leave(PostgresContext db) throws SQLException {
                return db.connection()
                        .createStatement()
                        .unwrap(org.postgresql.jdbc.PgStatement.class)
                        .getConnection();
            }
        };

        abstract Connection leave(PostgresContext db) throws SQLException;
    }

    @ParameterizedTest
    @EnumSource(WayOut.class)
    void noWayLeadsToTheDriversOwnConnection(WayOut way) throws SQLException {
        assertThatThrownBy(() -> run(db -> {
                    db.execute("INSERT INTO things VALUES (1)");
                    way.leave(db).commit();
                }))
                .isInstanceOf(PartFailedException.class)
                .hasMessageContaining("is refused");

        assertThat(fixture.queries.strings("SELECT id::text FROM things")).isEmpty();
    }

    @Test
    void theDriversOwnFeaturesAreOpen() throws SQLException {
        run(db -> {
            PGConnection postgres = db.connection().unwrap(PGConnection.class);
            assertThat(db.connection().isWrapperFor(PGConnection.class)).isTrue();
            postgres.getCopyAPI().copyIn("COPY things FROM STDIN", new StringReader("1\tone\n2\ttwo\n"));
            assertThat(postgres.getNotifications()).isEmpty();
            assertThat(postgres.escapeIdentifier("a\"b")).isEqualTo("\"a\"\"b\"");
            LargeObjectManager large = postgres.getLargeObjectAPI();
            long oid = large.createLO();
            try (LargeObject object = large.open(oid)) {
                object.write(new byte[] {1, 2, 3});
            }
            large.delete(oid);
        });

        assertThat(fixture.queries.strings("SELECT name FROM things ORDER BY id"))
                .containsExactly("one", "two");
    }

    @Test
    void anArrayGoesBackToTheDriver() throws SQLException {
        run(db -> {
            Connection connection = db.connection();
            Array ids = connection.createArrayOf("int4", new Integer[] {3, 4});
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO things SELECT unnest(?::int4[]), 'x'")) {
                insert.setArray(1, ids);
                insert.executeUpdate();
            }
        });

        assertThat(fixture.queries.strings("SELECT id::text FROM things ORDER BY id"))
                .containsExactly("3", "4");
    }

    @Test
    void aLargeObjectDoesNotCommitWhenItIsClosed() throws SQLException {
        assertThatThrownBy(() -> run(db -> {
                    db.execute("INSERT INTO things VALUES (1)");
                    LargeObjectManager large =
                            db.connection().unwrap(PGConnection.class).getLargeObjectAPI();
                    large.open(large.createLO(), true).close();
                    throw new IllegalStateException("too late");
                }))
                .hasMessageContaining("commitOnClose");

        assertThat(fixture.queries.strings("SELECT id::text FROM things")).isEmpty();
    }

    @Test
    void aSavepointCanBeRolledBackTo() throws SQLException {
        run(db -> {
            Connection connection = db.connection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO things VALUES (1)");
                java.sql.Savepoint savepoint = connection.setSavepoint();
                statement.execute("INSERT INTO things VALUES (2)");
                connection.rollback(savepoint);
            }
        });

        assertThat(fixture.queries.strings("SELECT id::text FROM things")).containsExactly("1");
    }

    @Test
    void aSchemaThatWasSetThroughJdbcDoesNotReachTheNextMigration() throws SQLException {
        fixture.queries.execute("CREATE SCHEMA elsewhere");
        target.run(PostgresFixture.up(
                lease, "001_schema", true, db -> db.connection().setSchema("elsewhere")));
        target.run(PostgresFixture.up(lease, "002_table", true, db -> db.execute("CREATE TABLE here (id int)")));

        assertThat(fixture.queries.strings("SELECT schemaname FROM pg_tables WHERE tablename = 'here'"))
                .containsExactly("public");
    }
}
