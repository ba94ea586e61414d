package dev.dbmigrate.processor.diagnostic;

import dev.dbmigrate.processor.lock.LockDiagnostic;
import dev.dbmigrate.processor.rule.cypher.CypherDiagnostic;
import dev.dbmigrate.processor.rule.mongodb.MongoDiagnostic;
import dev.dbmigrate.processor.rule.postgres.PostgresDiagnostic;
import dev.dbmigrate.processor.rule.redis.RedisDiagnostic;
import dev.dbmigrate.processor.rule.text.TextDiagnostic;
import dev.dbmigrate.processor.script.ScriptDiagnostic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every message of the processor. A room's enum is a line here. */
public final class Diagnostics {

    private static final List<CompileDiagnostic> ALL = Stream.<CompileDiagnostic[]>of(
                    MigrationDiagnostic.values(),
                    LockDiagnostic.values(),
                    PostgresDiagnostic.values(),
                    TextDiagnostic.values(),
                    CypherDiagnostic.values(),
                    MongoDiagnostic.values(),
                    RedisDiagnostic.values(),
                    ScriptDiagnostic.values())
            .flatMap(Stream::of)
            .toList();

    private Diagnostics() {}

    /** All of them. */
    public static List<CompileDiagnostic> all() {
        return ALL;
    }

    /** The ids of those that can be waived. */
    public static List<String> waivable() {
        return ALL.stream()
                .filter(CompileDiagnostic::isWaivable)
                .map(CompileDiagnostic::id)
                .toList();
    }

    /** The one with an id. */
    public static Optional<CompileDiagnostic> find(String id) {
        return ALL.stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
