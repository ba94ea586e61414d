package dev.dbmigrate.runtime.check;

import dev.dbmigrate.runtime.check.SourceFinding.Severity;
import dev.dbmigrate.runtime.report.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The findings for people and for programs. Stateless. */
public final class CheckReports {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private CheckReports() {}

    /** The fields of the JSON document. */
    public static Map<String, @Nullable Object> fields(SourceCheck.Result result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("sources", result.sources());
        fields.put("errors", result.count(Severity.ERROR));
        fields.put("warnings", result.count(Severity.WARNING));
        List<Map<String, @Nullable Object>> findings = new ArrayList<>();
        for (SourceFinding finding : result.findings()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("id", finding.id());
            one.put("severity", finding.severity().word());
            one.put("file", finding.file());
            one.put("line", finding.line() == 0 ? null : finding.line());
            one.put("column", finding.column() == 0 ? null : finding.column());
            one.put("message", finding.message());
            findings.add(one);
        }
        fields.put("findings", findings);
        return fields;
    }

    /**
     * A SARIF 2.1.0 log.
     *
     * @param result the findings
     * @param version the version of dbmigrate
     * @return the document
     */
    public static String sarif(SourceCheck.Result result, String version) {
        List<String> ids = new ArrayList<>(
                new TreeSet<>(result.findings().stream().map(SourceFinding::id).toList()));
        Map<String, @Nullable Object> driver = new LinkedHashMap<>();
        driver.put("name", "dbmigrate");
        driver.put("version", version);
        driver.put("rules", ids.stream().map(CheckReports::rule).toList());
        Map<String, @Nullable Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "utf16CodeUnits");
        run.put(
                "results",
                result.findings().stream()
                        .map(finding -> sarif(finding, ids.indexOf(finding.id())))
                        .toList());
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return Json.write(log);
    }

    private static Map<String, @Nullable Object> rule(String id) {
        Map<String, @Nullable Object> rule = new LinkedHashMap<>();
        rule.put("id", id);
        if (id.startsWith("DBM-")) {
            String page = page(id);
            Map<String, @Nullable Object> help = new LinkedHashMap<>();
            help.put("text", id + " in " + page);
            help.put("markdown", "[" + id + "](" + page + ")");
            rule.put("help", help);
        }
        return rule;
    }

    /** The page of dbmigrate's documentation on which an id has its heading. */
    static String page(String id) {
        return id.startsWith("DBM-C07") || id.startsWith("DBM-C08")
                ? "docs/diagnostics-lock.md"
                : id.startsWith("DBM-C0") ? "docs/diagnostics-compile.md" : "docs/";
    }

    private static Map<String, @Nullable Object> sarif(SourceFinding finding, int rule) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("ruleId", finding.id());
        result.put("ruleIndex", rule);
        result.put("level", finding.severity().word());
        result.put("message", Map.of("text", finding.message()));
        if (finding.file() != null) {
            Map<String, @Nullable Object> artifact = new LinkedHashMap<>();
            artifact.put("uri", uri(finding.file()));
            artifact.put("uriBaseId", "%SRCROOT%");
            Map<String, @Nullable Object> physical = new LinkedHashMap<>();
            physical.put("artifactLocation", artifact);
            if (finding.line() > 0) {
                Map<String, @Nullable Object> region = new LinkedHashMap<>();
                region.put("startLine", finding.line());
                if (finding.column() > 0) {
                    region.put("startColumn", finding.column());
                }
                physical.put("region", region);
            }
            result.put("locations", List.of(Map.of("physicalLocation", physical)));
        }
        return result;
    }

    private static String uri(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("a relative path is always a URI: " + path, impossible);
        }
    }

    /** Workflow commands of GitHub Actions, which show each finding at its line of the pull request. */
    public static String github(SourceCheck.Result result) {
        StringBuilder commands = new StringBuilder();
        for (SourceFinding finding : result.findings()) {
            commands.append("::")
                    .append(
                            finding.severity() == Severity.NOTE
                                    ? "notice"
                                    : finding.severity().word())
                    .append(' ');
            if (finding.file() != null) {
                commands.append("file=").append(property(finding.file())).append(',');
                if (finding.line() > 0) {
                    commands.append("line=").append(finding.line()).append(',');
                }
                if (finding.column() > 0) {
                    commands.append("col=").append(finding.column()).append(',');
                }
            }
            commands.append("title=")
                    .append(property(finding.id()))
                    .append("::")
                    .append(data("[" + finding.id() + "] " + finding.message()))
                    .append('\n');
        }
        return commands.toString();
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
