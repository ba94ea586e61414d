package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.Statement;
import dev.dbmigrate.processor.source.Half;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * A Cypher statement of a migration.
 *
 * @param code the migration
 * @param holder the text that holds it
 * @param piece how it reads
 * @param repeatable whether it may be run again after a crash: it stands in an {@code idempotentStep}, or its migration is
 *     not transactional
 */
record CypherStatement(MigrationCode code, Statement holder, Piece piece, boolean repeatable) {

    /** The way that its migration goes when it is sent. */
    Half half() {
        return holder.half();
    }

    /** A finding at a part of it. */
    Finding finding(CypherDiagnostic diagnostic, ParserRuleContext at, Object... values) {
        return finding(diagnostic, at.getStart().getStartIndex(), values);
    }

    /** A finding at a word of it. */
    Finding finding(CypherDiagnostic diagnostic, Token at, Object... values) {
        return finding(diagnostic, at.getStartIndex(), values);
    }

    /** A finding at a place of its text. */
    Finding finding(CypherDiagnostic diagnostic, int at, Object... values) {
        return code.finding(diagnostic, holder, at, values);
    }
}
