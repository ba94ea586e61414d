package dev.dbmigrate.processor.script;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.source.Position;
import java.util.regex.Pattern;

/** The rules of a language tell what to write in {@code @Migration}; a script says the same in its header. */
final class HeaderWords {

    private static final Pattern ELEMENT = Pattern.compile(
            "\\b(?:(phase) = Phase\\.(\\w+)|(transactional) = (true|false))(?: in @Migration)?(?=[^\\w=])");

    private HeaderWords() {}

    static Finding of(Finding finding, Position place) {
        String header = (place.file().endsWith(".cypher") ? "//" : "--") + " dbmigrate: ";
        String message = ELEMENT.matcher(finding.message())
                .replaceAll(found -> found.group(1) != null
                        ? header + "phase=" + found.group(2)
                        : header + "transactional=" + found.group(4));
        return message.equals(finding.message())
                ? finding
                : new Finding(
                        finding.diagnostic(),
                        message,
                        finding.element(),
                        finding.annotation(),
                        finding.value(),
                        finding.spot());
    }
}
