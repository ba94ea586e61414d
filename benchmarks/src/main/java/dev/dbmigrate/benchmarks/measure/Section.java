package dev.dbmigrate.benchmarks.measure;

/** One part of the report. */
public interface Section {

    /** Its heading. */
    String heading();

    /**
     * Measures.
     *
     * @return what was measured, as Markdown
     * @throws Exception if something could not be measured
     */
    String measure() throws Exception;
}
