package dev.dbmigrate.processor.rule.text;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.Statements;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.Template;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values are parameters of a statement and no part of its text. A name cannot be one; that it is joined in is a finding of its
 * own, because nothing else can be said about such a statement.
 */
final class JoinedStatementRule {

    private static final Set<String> QUERIES = Set.of("query", "executeQuery");

    private JoinedStatementRule() {}

    static void check(MigrationCode migration, List<Finding> findings) {
        for (Call call : migration.code().calls()) {
            Template template = Statements.text(call, migration.migration())
                    .map(Argument::template)
                    .orElse(null);
            if (template != null) {
                Language language =
                        Language.of(Statements.kind(call, migration.migration()).orElse(""));
                check(migration, call, template, language, findings);
            }
        }
    }

    private static void check(
            MigrationCode migration, Call call, Template template, Language language, List<Finding> findings) {
        List<Gap> gaps = Gaps.of(template.text().value(), language);
        Optional<Gap> value = gaps.stream().filter(Gap::isValue).findFirst();
        Optional<Gap> name = gaps.stream().filter(gap -> !gap.isValue()).findFirst();
        boolean query = QUERIES.contains(call.name());
        value.ifPresent(gap -> report(
                TextDiagnostic.VALUE_IN_STATEMENT,
                migration,
                call,
                template,
                gap,
                findings,
                ParameterForm.of(template, gaps, language, query)));
        name.ifPresent(gap -> report(TextDiagnostic.NAME_IN_STATEMENT, migration, call, template, gap, findings));
    }

    private static void report(
            TextDiagnostic diagnostic,
            MigrationCode migration,
            Call call,
            Template template,
            Gap gap,
            List<Finding> findings,
            Object... more) {
        Object[] values = new Object[more.length + 1];
        values[0] = template.values().get(gap.first()).replaceAll("\\s+", " ");
        System.arraycopy(more, 0, values, 1, more.length);
        int index = template.text().value().indexOf(Template.GAP, gap.from());
        findings.add(diagnostic.at(
                migration.migration().type(),
                call.arguments().get(0).spot(),
                template.text().at(index),
                values));
    }
}
