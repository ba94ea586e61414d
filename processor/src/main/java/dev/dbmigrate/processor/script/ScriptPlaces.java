package dev.dbmigrate.processor.script;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.source.Position;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;

/** Where in a script that stands which its class's annotation says. */
final class ScriptPlaces {

    private static final Map<String, String> HEADERS = Map.of(
            "version", ScriptHeader.VERSION,
            "description", ScriptHeader.DESCRIPTION,
            "dependsOn", ScriptHeader.DEPENDS_ON,
            "after", ScriptHeader.AFTER,
            "replaces", ScriptHeader.REPLACES,
            "replacesIds", ScriptHeader.REPLACES,
            "transactional", ScriptHeader.TRANSACTIONAL,
            "breaking", ScriptHeader.BREAKING,
            "phase", ScriptHeader.PHASE);

    private ScriptPlaces() {}

    static Position of(Finding finding, ScriptMigration script) {
        return script.header()
                .find(HEADERS.getOrDefault(member(finding), ""))
                .map(entry -> script.up().at(entry.line(), entry.column()))
                .orElse(script.up().at(1, 1));
    }

    private static String member(Finding finding) {
        AnnotationMirror annotation = finding.annotation();
        AnnotationValue value = finding.value();
        if (annotation == null || value == null) {
            return "";
        }
        return annotation.getElementValues().entrySet().stream()
                .filter(entry -> entry.getValue().equals(value)
                        || (entry.getValue().getValue() instanceof List<?> list && list.contains(value)))
                .map(entry -> entry.getKey().getSimpleName().toString())
                .findFirst()
                .orElse("");
    }
}
