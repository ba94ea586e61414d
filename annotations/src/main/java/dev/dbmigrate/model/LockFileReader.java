package dev.dbmigrate.model;

import dev.dbmigrate.model.LockFile.Entry;
import dev.dbmigrate.model.LockFile.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a lock file line by line and collects what is wrong. */
final class LockFileReader {

    private static final Pattern HEAD = Pattern.compile(LockFile.HEAD + " (\\d{1,9}) (sha256:[0-9a-f]{64})");
    private static final Pattern CONFLICT = Pattern.compile("(<{7}|>{7}|\\|{7})( .*)?|={7}");
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    /** What a person can always do, whatever went wrong. */
    private static final String RESTORE =
            "Take the file from git again: git checkout -- src/main/resources/META-INF/dbmigrate.lock";

    private final List<Fault> faults = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    private LockFileReader() {}

    static List<Entry> read(String text) {
        LockFileReader reader = new LockFileReader();
        reader.readAll(text.replace("\r\n", "\n"));
        if (!reader.faults.isEmpty()) {
            throw new MalformedLockFileException(reader.faults);
        }
        return reader.entries;
    }

    private void readAll(String text) {
        if (text.isBlank()) {
            fault(1, "the file is empty. " + RESTORE);
            return;
        }
        String[] lines = text.split("\n", -1);
        int count = lines.length - 1;
        if (!lines[count].isEmpty()) {
            fault(count + 1, "the line has no end, so the file was written only in part. " + RESTORE);
            return;
        }
        if (reportConflicts(lines)) {
            return;
        }
        Optional<String> digest = head(lines[0]);
        for (int i = 1; i < count; i++) {
            line(i + 1, lines[i]);
        }
        // a wrong line explains a wrong hash; to say both would only hide the cause
        boolean intact =
                digest.isEmpty() || digest.get().equals(LockFile.digest(text.substring(lines[0].length() + 1)));
        if (faults.isEmpty() && !intact) {
            fault(
                    1,
                    "the hash is not that of the lines below: one was edited, added or removed by hand. " + RESTORE
                            + "; after a merge: mvn dbmigrate:rebase");
        }
    }

    private boolean reportConflicts(String[] lines) {
        for (int i = 0; i < lines.length; i++) {
            if (CONFLICT.matcher(lines[i]).matches()) {
                fault(
                        i + 1,
                        "a conflict of git is not solved: both branches released migrations. Keep the lines of both: mvn"
                                + " dbmigrate:rebase");
                return true;
            }
        }
        return false;
    }

    private Optional<String> head(String line) {
        Matcher head = HEAD.matcher(line);
        if (!head.matches()) {
            fault(1, "the first line is not \"" + LockFile.HEAD + " " + LockFile.FORMAT + " sha256:…\". " + RESTORE);
            return Optional.empty();
        }
        if (Integer.parseInt(head.group(1)) != LockFile.FORMAT) {
            fault(
                    1,
                    "format " + head.group(1) + " is not known to this version of dbmigrate, which reads format "
                            + LockFile.FORMAT + ". Use the version that wrote the file");
            return Optional.empty();
        }
        return Optional.of(head.group(2));
    }

    private void line(int number, String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != 5) {
            fault(
                    number,
                    "a line has five fields (id, databases, version, checksum, dependencies), this one has "
                            + (line.isEmpty() ? 0 : fields.length) + ". " + RESTORE);
            return;
        }
        int before = faults.size();
        id(number, fields[0]);
        List<String> databases = list(fields[1]);
        if (databases.isEmpty()
                || !databases.stream().allMatch(name -> DATABASE.matcher(name).matches())) {
            fault(number, "\"" + fields[1] + "\" are not names of databases. " + RESTORE);
        }
        Optional<SemanticVersion> version = SemanticVersion.tryParse(fields[2]);
        if (version.isEmpty()) {
            fault(number, "\"" + fields[2] + "\" is not a version. " + RESTORE);
        }
        String checksum = fields[3].equals(LockFile.ABSENT) ? null : fields[3];
        if (checksum != null && !Checksum.isChecksum(checksum)) {
            fault(number, "\"" + checksum + "\" is not a checksum. " + RESTORE);
        }
        List<String> dependsOn = list(fields[4]);
        for (String dependency : dependsOn) {
            id(number, dependency);
        }
        if (faults.size() == before && version.isPresent()) {
            Entry entry = new Entry(fields[0], databases, version.get(), checksum, dependsOn);
            order(number, entry);
            if (!entry.dependsOn().equals(dependsOn)) {
                fault(number, "the dependencies are not sorted. " + RESTORE);
            }
            entries.add(entry);
        }
    }

    private void id(int number, String id) {
        if (MigrationId.tryParse(id).isEmpty()) {
            fault(number, "\"" + id + "\" is not a migration id. " + RESTORE);
        }
    }

    private void order(int number, Entry entry) {
        if (!entries.isEmpty()) {
            String last = entries.get(entries.size() - 1).id();
            int order = MigrationId.NATURAL_ORDER.compare(last, entry.id());
            if (order == 0) {
                fault(number, entry.id() + " stands here a second time. Take one of the lines out, and lock again");
            } else if (order > 0) {
                fault(number, entry.id() + " stands behind " + last + ", but lines are sorted by id. " + RESTORE);
            }
        }
    }

    private static List<String> list(String field) {
        return field.equals(LockFile.ABSENT) ? List.of() : List.of(field.split(",", -1));
    }

    private void fault(int line, String message) {
        faults.add(new Fault(line, message));
    }
}
