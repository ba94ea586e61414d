package dev.dbmigrate.model;

import java.util.List;
import java.util.stream.Collectors;

/** The text is not that of a lock file: half-written, edited by hand, or left with a conflict of git. */
public final class MalformedLockFileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<LockFile.Fault> faults;

    MalformedLockFileException(List<LockFile.Fault> faults) {
        super(faults.stream()
                .map(fault -> "dbmigrate.lock:" + fault.line() + ": " + fault.message())
                .collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** Every line that is wrong, in the order of the file. */
    public List<LockFile.Fault> faults() {
        return faults;
    }
}
