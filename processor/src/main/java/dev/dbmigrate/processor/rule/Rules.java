package dev.dbmigrate.processor.rule;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.lock.ReleasedMigrations;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.rule.cypher.CypherRules;
import dev.dbmigrate.processor.rule.mongodb.MongoRules;
import dev.dbmigrate.processor.rule.postgres.PostgresRules;
import dev.dbmigrate.processor.rule.redis.RedisRules;
import dev.dbmigrate.processor.rule.text.TextRules;
import dev.dbmigrate.processor.source.Code;
import dev.dbmigrate.processor.source.Literal;
import dev.dbmigrate.processor.source.SourceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All rooms. A room is a package of its own and a line here. */
public final class Rules {

    private static final List<CodeRules> ROOMS =
            List.of(new TextRules(), new PostgresRules(), new CypherRules(), new MongoRules(), new RedisRules());

    private Rules() {}

    /**
     * Reads the code of all migrations of the module.
     *
     * @param all the migrations
     * @param released which of them are released
     * @param source reads their code
     * @param scripts gives the statements of those that are made of script files, and nothing for any other
     * @return the code that can be seen
     */
    public static ModuleCode read(
            Migrations all,
            ReleasedMigrations released,
            SourceReader source,
            Function<MigrationDeclaration, Optional<List<Statement>>> scripts) {
        List<MigrationCode> read = new ArrayList<>();
        for (MigrationDeclaration migration : all.own()) {
            Optional<List<Statement>> script = scripts.apply(migration);
            if (script.isPresent()) {
                read.add(new MigrationCode(migration, ofScript(script.get()), script.get()));
                continue;
            }
            Code code = source.code(migration.type());
            if (code.seen()) {
                read.add(new MigrationCode(migration, code, Statements.of(migration, code)));
            }
        }
        return new ModuleCode(all, read, released);
    }

    /** The generated class of a script has no code that anybody could mend; its texts are the script's. */
    private static Code ofScript(List<Statement> script) {
        List<Literal> literals = script.stream()
                .map(statement -> new Literal(statement.text(), statement.spot()))
                .toList();
        return new Code(true, List.of(), literals, List.of());
    }

    /**
     * Checks the code of a module by all rules.
     *
     * @param module the code
     * @return every finding
     */
    public static List<Finding> check(ModuleCode module) {
        List<Finding> findings = new ArrayList<>();
        ROOMS.forEach(room -> findings.addAll(room.check(module)));
        return findings;
    }
}
