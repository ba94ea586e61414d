package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlToken;
import java.util.List;
import java.util.Map;

/** The functions of {@code uuid-ossp} are there only where the extension is. */
final class UuidExtensionRule implements PostgresRule {

    private static final String EXTENSION = "uuid-ossp";
    private static final String CREATE = "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" in an earlier migration";
    private static final String BY_TIME = "uuidv7() (from PostgreSQL 18), or " + CREATE;

    private static final Map<String, String> INSTEAD = Map.of(
            "uuid_generate_v4", "gen_random_uuid(), which needs none",
            "uuid_generate_v1", BY_TIME,
            "uuid_generate_v1mc", BY_TIME,
            "uuid_generate_v3", CREATE,
            "uuid_generate_v5", CREATE);

    @Override
    public void check(Subject subject) {
        List<SqlToken> tokens = subject.sql().tokens();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            String function = tokens.get(i).isName() ? tokens.get(i).name() : "";
            // of a schema of its own, it was put there by somebody who knows
            boolean qualified =
                    i >= 2 && tokens.get(i - 1).is('.') && !tokens.get(i - 2).is("public");
            String instead = INSTEAD.get(function);
            if (instead != null
                    && tokens.get(i + 1).is('(')
                    && !qualified
                    && !subject.schema()
                            .hasExtension(EXTENSION, subject.moment().migration())) {
                subject.report(
                        PostgresDiagnostic.NO_UUID_EXTENSION, tokens.get(i).start(), function, instead);
            }
        }
    }
}
