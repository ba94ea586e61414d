package dev.dbmigrate.processor.script;

import com.palantir.javapoet.ClassName;
import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.processor.diagnostic.Nearest;
import dev.dbmigrate.processor.model.ScriptSource;
import dev.dbmigrate.processor.read.ScriptMark;
import dev.dbmigrate.processor.source.Half;
import dev.dbmigrate.processor.source.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** From the files of all folders to migrations; what is wrong is noted, and a class is made wherever it has a name. */
final class ScriptReader {

    /** So that a version that nobody said is reported once, and not by every rule. */
    private static final String ANY_VERSION = "1.0.0";

    private final Elements elements;
    private final ResourceFolders folders;
    private final ScriptReferences references;
    private final List<ScriptProblem> problems;
    private final Map<ScriptSource, List<ScriptFolder.Pair>> read = new LinkedHashMap<>();
    private final Map<String, String> taken = new HashMap<>();

    ScriptReader(
            Elements elements, ResourceFolders folders, Collection<String> compiled, List<ScriptProblem> problems) {
        this.elements = elements;
        this.folders = folders;
        this.references = new ScriptReferences(elements, compiled);
        this.problems = problems;
    }

    /** Reads a folder. */
    void add(ScriptSource source) throws IOException {
        Optional<Path> folder = folders.find(source.folder());
        if (folder.isEmpty()) {
            String mend = Nearest.to(source.folder(), folders.folders())
                    .map(name -> "Did you mean " + name + "? Write folder = \"" + name + "\"")
                    .orElse(
                            "Create it, or write folder = \"…\" with its path below that one; where scripts lie elsewhere,"
                                    + " -A" + Scripts.OPTION + "=DIR");
            problem(ScriptDiagnostic.FOLDER_MISSING, source, null, source.folder(), folders.searched(), mend);
            return;
        }
        List<ScriptFolder.Pair> pairs = new ArrayList<>();
        for (ScriptFolder.Pair pair : ScriptFolder.read(source, folder.get(), problems)) {
            ScriptName name = pair.up().name();
            ClassName className = className(source, name);
            if (isFree(source, className, name)) {
                references.add(name.id().value(), className);
                pairs.add(pair);
            }
        }
        read.put(source, pairs);
    }

    private static ClassName className(ScriptSource source, ScriptName name) {
        return ClassName.get(source.packageName(), name.className());
    }

    private boolean isFree(ScriptSource source, ClassName className, ScriptName name) {
        String before = taken.putIfAbsent(className.canonicalName(), "the script " + name.file());
        TypeElement type = elements.getTypeElement(className.canonicalName());
        String owner = before == null && type != null && ScriptMark.of(type).isEmpty()
                ? "a class that is written by hand"
                : before;
        if (owner == null) {
            return true;
        }
        problem(
                ScriptDiagnostic.CLASS_NAME_TAKEN,
                source,
                new Position(name.file(), 1, 1),
                className.simpleName(),
                name.file(),
                owner,
                name.file().replace(name.id().name(), name.id().name() + "-2"));
        return false;
    }

    /** The migrations of all folders. */
    List<ScriptMigration> migrations() {
        List<ScriptMigration> migrations = new ArrayList<>();
        read.forEach((source, pairs) -> addAll(source, pairs, migrations));
        return migrations;
    }

    private void addAll(ScriptSource source, List<ScriptFolder.Pair> pairs, List<ScriptMigration> migrations) {
        String version = first(source, pairs);
        ClassName before = null;
        for (ScriptFolder.Pair pair : pairs) {
            ScriptHeader header = ScriptHeader.of(pair.up());
            check(source, pair, header);
            version = header.value(ScriptHeader.VERSION).orElse(version);
            List<String> replacedIds = new ArrayList<>();
            List<ClassName> replaces = new ArrayList<>();
            for (String item : header.items(ScriptHeader.REPLACES)) {
                references.find(item, source.packageName()).ifPresentOrElse(replaces::add, () -> {
                    if (MigrationId.tryParse(item).isPresent()) {
                        replacedIds.add(item);
                    } else {
                        unknown(source, pair, header, ScriptHeader.REPLACES, item);
                    }
                });
            }
            ClassName name = className(source, pair.up().name());
            migrations.add(new ScriptMigration(
                    source,
                    name,
                    pair.up(),
                    pair.down(),
                    header,
                    version,
                    dependencies(source, pair, header, replaces.contains(before) ? null : before),
                    resolve(source, pair, header, ScriptHeader.AFTER),
                    replaces,
                    replacedIds));
            before = name;
        }
    }

    private String first(ScriptSource source, List<ScriptFolder.Pair> pairs) {
        if (SemanticVersion.tryParse(source.version()).isPresent()) {
            return source.version();
        }
        boolean said = !pairs.isEmpty()
                && ScriptHeader.of(pairs.get(0).up()).find(ScriptHeader.VERSION).isPresent();
        if (!pairs.isEmpty() && (!said || !source.version().isEmpty())) {
            ScriptFile file = pairs.get(0).up();
            problem(
                    ScriptDiagnostic.NO_VERSION,
                    source,
                    null,
                    source.folder(),
                    file.name().language().comment(),
                    file.name().file());
        }
        return ANY_VERSION;
    }

    private List<ClassName> dependencies(
            ScriptSource source, ScriptFolder.Pair pair, ScriptHeader header, @Nullable ClassName before) {
        if (header.value(ScriptHeader.DEPENDS_ON).isEmpty()) {
            return before == null ? List.of() : List.of(before);
        }
        return header.items(ScriptHeader.DEPENDS_ON).equals(List.of(ScriptHeader.NOTHING))
                ? List.of()
                : resolve(source, pair, header, ScriptHeader.DEPENDS_ON);
    }

    private List<ClassName> resolve(ScriptSource source, ScriptFolder.Pair pair, ScriptHeader header, String name) {
        List<ClassName> found = new ArrayList<>();
        for (String item : header.items(name)) {
            references
                    .find(item, source.packageName())
                    .ifPresentOrElse(found::add, () -> unknown(source, pair, header, name, item));
        }
        return found;
    }

    private void unknown(ScriptSource source, ScriptFolder.Pair pair, ScriptHeader header, String name, String item) {
        header.find(name)
                .ifPresent(entry -> problem(
                        ScriptDiagnostic.UNKNOWN_REFERENCE,
                        source,
                        pair.up().at(entry.line(), entry.column()),
                        name,
                        item,
                        references.mend(item, name)));
    }

    private void check(ScriptSource source, ScriptFolder.Pair pair, ScriptHeader header) {
        check(source, pair.up(), header);
        ScriptFile down = pair.down();
        if (down != null) {
            check(source, down, ScriptHeader.of(down));
        }
    }

    private void check(ScriptSource source, ScriptFile file, ScriptHeader header) {
        for (ScriptHeader.Fault fault : header.faults()) {
            Position position = file.at(fault.line(), fault.column());
            problem(ScriptDiagnostic.HEADER, source, position, fault.written(), fault.why(), fault.write());
        }
        for (ScriptContent.Remark remark : file.content().remarks()) {
            Position position = file.at(remark.line(), remark.column());
            problem(remark.diagnostic(), source, position, remark.text(), Mends.of(remark));
        }
        if (file.content().isEmpty() && file.content().remarks().isEmpty()) {
            String orElse = file.name().half() == Half.DOWN
                    ? "; if there is no way back, write "
                            + file.name().language().comment()
                            + " dbmigrate: irreversible=why at the top of the other half"
                    : "";
            problem(ScriptDiagnostic.EMPTY, source, file.at(1, 1), file.name().file(), orElse);
        }
    }

    private void problem(
            ScriptDiagnostic diagnostic, ScriptSource source, @Nullable Position position, String... values) {
        problems.add(new ScriptProblem(diagnostic, source, position, values));
    }
}
