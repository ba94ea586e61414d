package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Text;
import dev.dbmigrate.processor.model.Waiver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A waiver names a finding that can be waived, and gives a reason. */
final class WaiverValidator implements MigrationValidator {

    private static final Pattern FORM = Pattern.compile("DBM-C\\d{3}");
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        List<Finding> findings = new ArrayList<>();
        for (Waiver waiver : migration.waivers()) {
            checkRule(waiver, migration, findings);
            Text reason = waiver.reason();
            if (reason.known() && reason.value().isBlank()) {
                findings.add(CompileDiagnostic.WAIVER_WITHOUT_REASON.on(
                        migration.type(),
                        waiver.annotation(),
                        reason.where(),
                        waiver.rule().value()));
            }
        }
        return findings;
    }

    private static void checkRule(Waiver waiver, MigrationDeclaration migration, List<Finding> findings) {
        Text rule = waiver.rule();
        if (!rule.known()) {
            return;
        }
        if (!FORM.matcher(rule.value()).matches()) {
            findings.add(CompileDiagnostic.WAIVER_RULE_FORM.on(
                    migration.type(), waiver.annotation(), rule.where(), rule.value(), suggest(rule.value())));
        } else if (Arrays.stream(CompileDiagnostic.values())
                .anyMatch(known -> known.id().equals(rule.value()) && !known.isWaivable())) {
            findings.add(CompileDiagnostic.WAIVER_OF_AN_ERROR.on(
                    migration.type(), waiver.annotation(), rule.where(), rule.value(), rule.value()));
        }
    }

    private static String suggest(String text) {
        Matcher digits = DIGITS.matcher(text);
        String number = digits.find() ? digits.group() : "101";
        String padded = "000" + number;
        return "DBM-C" + padded.substring(Math.max(0, padded.length() - 3));
    }
}
