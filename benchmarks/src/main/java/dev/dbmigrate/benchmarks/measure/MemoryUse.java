package dev.dbmigrate.benchmarks.measure;

/**
 * What a child JVM took for its task.
 *
 * @param peakResidentKibibytes the process's peak resident set (VmHWM), in KiB
 * @param peakHeapBytes the sum of the heap pools' peaks, in bytes
 * @param nanos how long the task took in the cold JVM, in nanoseconds, without the JVM's own start
 */
record MemoryUse(long peakResidentKibibytes, long peakHeapBytes, long nanos) {

    private static final String MARK = "memory-use";

    String toLine() {
        return String.join(
                " ", MARK, Long.toString(peakResidentKibibytes), Long.toString(peakHeapBytes), Long.toString(nanos));
    }

    static MemoryUse find(String output) {
        String line = output.lines()
                .filter(candidate -> candidate.startsWith(MARK + " "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the child JVM failed:\n" + output));
        String[] parts = line.split(" ", -1);
        return new MemoryUse(Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    double residentMebibytes() {
        return peakResidentKibibytes / 1024.0;
    }

    double heapMebibytes() {
        return peakHeapBytes / 1024.0 / 1024.0;
    }

    double millis() {
        return nanos / 1e6;
    }
}
