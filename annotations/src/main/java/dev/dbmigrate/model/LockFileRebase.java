package dev.dbmigrate.model;

import dev.dbmigrate.model.LockFile.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the lines of two branches together. What the common ancestor had ({@code |||||||}) is not asked. */
final class LockFileRebase {

    private record Line(int number, String text) {}

    private LockFileRebase() {}

    static LockFile of(String text) {
        Map<String, Line> lines = new TreeMap<>(MigrationId.NATURAL_ORDER);
        List<Fault> faults = new ArrayList<>();
        boolean ancestor = false;
        int number = 0;
        for (String line : text.replace("\r\n", "\n").split("\n")) {
            number++;
            if (line.startsWith("|||||||")) {
                ancestor = true;
            } else if (line.startsWith("=======") || line.startsWith("<<<<<<<") || line.startsWith(">>>>>>>")) {
                ancestor = false;
            } else if (!ancestor && !line.isBlank() && !line.startsWith(LockFile.HEAD + " ")) {
                add(new Line(number, line), lines, faults);
            }
        }
        if (!faults.isEmpty()) {
            throw new MalformedLockFileException(faults);
        }
        StringBuilder body = new StringBuilder();
        lines.values().forEach(line -> body.append(line.text()).append('\n'));
        return parse(body.toString(), List.copyOf(lines.values()));
    }

    private static void add(Line line, Map<String, Line> lines, List<Fault> faults) {
        String id = line.text().split(" ", 2)[0];
        if (MigrationId.tryParse(id).isEmpty()) {
            faults.add(new Fault(
                    line.number(),
                    "\"" + id + "\" is not a migration id, so this is not a line of a lock file. Take it out, and"
                            + " again: mvn dbmigrate:rebase"));
            return;
        }
        Line other = lines.putIfAbsent(id, line);
        if (other != null && !other.text().equals(line.text())) {
            faults.add(
                    new Fault(
                            line.number(),
                            "the branches have released " + id + " differently: line " + other.number() + " says \""
                                    + other.text()
                                    + "\", this one \"" + line.text()
                                    + "\". Take out the one that is not what databases have run, and again: mvn dbmigrate:rebase"));
        }
    }

    /** Faults are told by the lines of the text that a person sees, not of the one that would be written. */
    private static LockFile parse(String body, List<Line> lines) {
        try {
            return LockFile.parse(LockFile.HEAD + " " + LockFile.FORMAT + " " + LockFile.digest(body) + "\n" + body);
        } catch (MalformedLockFileException wrong) {
            throw new MalformedLockFileException(wrong.faults().stream()
                    .map(fault -> new Fault(
                            fault.line() < 2 ? 1 : lines.get(fault.line() - 2).number(), fault.message()))
                    .toList());
        }
    }
}
