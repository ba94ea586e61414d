package dev.dbmigrate.benchmarks.measure;

/** Something that is measured again and again. */
interface Subject {

    /** What tables call it. */
    String title();

    /**
     * Does it once; what must be made ready before or checked after is not counted.
     *
     * @return how long it took, in nanoseconds
     * @throws Exception if it failed, which ends the measurement
     */
    long nanos() throws Exception;
}
