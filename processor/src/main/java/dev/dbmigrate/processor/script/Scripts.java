package dev.dbmigrate.processor.script;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.ScriptSource;
import dev.dbmigrate.processor.read.ScriptMark;
import dev.dbmigrate.processor.read.ScriptSources;
import dev.dbmigrate.processor.rule.Statement;
import dev.dbmigrate.processor.source.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;

/**
 * The migrations of one compilation that are made of script files. All folders are read in every compilation, also if the
 * package that names them is not compiled again: a script that is gone must leave.
 */
public final class Scripts {

    /** The compiler's option for the folder that holds the folders of scripts. */
    public static final String OPTION = "dbmigrate.scripts";

    private final ProcessingEnvironment environment;
    private final Optional<ModuleElement> module;
    private final Map<String, ScriptMigration> migrations = new TreeMap<>();
    private final Map<String, ScriptMark> gone = new TreeMap<>();
    private final List<ScriptProblem> problems = new ArrayList<>();

    public Scripts(ProcessingEnvironment environment, Optional<ModuleElement> module) {
        this.environment = environment;
        this.module = module;
    }

    /**
     * Reads all scripts and writes their classes; in the first round.
     *
     * @param packages the packages that carry {@code @MigrationScripts} and are compiled now
     * @param previous the classes of scripts that an earlier compilation left, by name
     * @param roots what is compiled now
     * @param compiled the names of migrations that are compiled now
     * @return whether a class was written
     * @throws IOException if a script cannot be read or a class not be written
     */
    public boolean generate(
            Set<String> packages, Map<String, ScriptMark> previous, Set<? extends Element> roots, Set<String> compiled)
            throws IOException {
        Set<String> all = new TreeSet<>(packages);
        previous.keySet().forEach(name -> all.add(name.substring(0, Math.max(0, name.lastIndexOf('.')))));
        if (all.isEmpty()) {
            return false;
        }
        ScriptReader reader = new ScriptReader(
                environment.getElementUtils(), new ResourceFolders(environment, roots), compiled, problems);
        for (String name : all) {
            PackageElement element = environment.getElementUtils().getPackageElement(name);
            for (ScriptSource source : element == null ? List.<ScriptSource>of() : ScriptSources.of(element)) {
                reader.add(source);
            }
        }
        reader.migrations().forEach(each -> migrations.put(each.name().canonicalName(), each));
        gone.putAll(previous);
        gone.keySet().removeAll(migrations.keySet());
        ScriptWriter writer = new ScriptWriter(environment.getElementUtils(), environment.getFiler(), module);
        for (ScriptMigration migration : migrations.values()) {
            writer.write(migration, packageOf(migration.source()));
        }
        return !migrations.isEmpty();
    }

    /** The classes whose scripts are gone; binary names. */
    public Set<String> gone() {
        return Set.copyOf(gone.keySet());
    }

    /** The statements of a migration that is made of scripts; nothing for any other. */
    public Optional<List<Statement>> statements(MigrationDeclaration migration) {
        ScriptMigration script = migrations.get(migration.className());
        if (script == null) {
            return Optional.empty();
        }
        List<Statement> statements = new ArrayList<>();
        ScriptFile down = script.down();
        for (ScriptFile half : down == null ? List.of(script.up()) : List.of(script.up(), down)) {
            Position start = half.at(1, 1);
            if (isReadable(start.file())) {
                statements.add(half.statement(spot(script.source(), start)));
            }
        }
        return Optional.of(statements);
    }

    /** What is wrong with a file is said once, and not again by the rules of its language. */
    private boolean isReadable(String file) {
        return problems.stream().noneMatch(problem -> {
            Position position = problem.position();
            return position != null
                    && position.file().equals(file)
                    && problem.diagnostic().kind() == Kind.ERROR;
        });
    }

    /** What is wrong with the scripts themselves, and with what names one that is gone. */
    public List<Finding> findings(Migrations all) {
        List<Finding> findings = new ArrayList<>();
        for (ScriptProblem problem : problems) {
            PackageElement element = packageOf(problem.source());
            AnnotationMirror place =
                    ScriptSources.place(element, problem.source().number());
            Object[] values = problem.values().toArray();
            Position position = problem.position();
            if (position != null) {
                findings.add(problem.diagnostic().at(element, spot(problem.source(), position), position, values));
            } else if (place == null) {
                findings.add(problem.diagnostic().on(element, values));
            } else {
                findings.add(problem.diagnostic().on(element, place, values));
            }
        }
        if (!gone.isEmpty()) {
            all.own().forEach(migration -> addGone(migration, findings));
        }
        return findings;
    }

    private void addGone(MigrationDeclaration migration, List<Finding> findings) {
        for (Reference reference : migration.references()) {
            ScriptMark mark = gone.get(reference.display());
            if (mark != null) {
                String simpleName =
                        reference.display().substring(reference.display().lastIndexOf('.') + 1);
                String element = reference.relation().element();
                findings.add(ScriptDiagnostic.SCRIPT_GONE.on(
                        migration.type(),
                        migration.annotation(),
                        reference.where(),
                        element,
                        simpleName,
                        mark.up(),
                        simpleName,
                        element));
            }
        }
    }

    /** A finding on a class that is made of a script, put to the script; any other as it is. */
    public Finding placed(Finding finding) {
        if (finding.spot() instanceof ScriptSpot script) {
            return HeaderWords.of(finding, script.position());
        }
        if (migrations.isEmpty() || finding.spot() != null) {
            return finding;
        }
        for (Element at = finding.element(); at != null; at = at.getEnclosingElement()) {
            if (at instanceof TypeElement type) {
                ScriptMigration script = migrations.get(type.getQualifiedName().toString());
                if (script != null) {
                    Position position = ScriptPlaces.of(finding, script);
                    return new Finding(
                            finding.diagnostic(),
                            finding.message() + inWordsOfScripts(finding, script) + " (at " + position + ")",
                            finding.element(),
                            null,
                            null,
                            spot(script.source(), position));
                }
            }
        }
        return finding;
    }

    /** A rule tells what to write in Java; where a script has another word for it, that is added. */
    private static String inWordsOfScripts(Finding finding, ScriptMigration script) {
        ScriptName name = script.up().name();
        return finding.diagnostic() == MigrationDiagnostic.DOWN_MISSING
                ? "; for a script: write " + name.downFile() + ", or "
                        + name.language().comment() + " dbmigrate: irreversible=why there is no way back"
                : "";
    }

    private ScriptSpot spot(ScriptSource source, Position position) {
        PackageElement element = packageOf(source);
        return new ScriptSpot(
                environment.getMessager(), element, ScriptSources.place(element, source.number()), position);
    }

    private PackageElement packageOf(ScriptSource source) {
        PackageElement found = environment.getElementUtils().getPackageElement(source.packageName());
        if (found == null) {
            throw new IllegalStateException("package " + source.packageName() + " was there a round ago");
        }
        return found;
    }
}
