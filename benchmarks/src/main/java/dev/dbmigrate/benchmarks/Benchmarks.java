package dev.dbmigrate.benchmarks;

import dev.dbmigrate.benchmarks.measure.ApplySection;
import dev.dbmigrate.benchmarks.measure.CompileSection;
import dev.dbmigrate.benchmarks.measure.GuaranteesSection;
import dev.dbmigrate.benchmarks.measure.Machine;
import dev.dbmigrate.benchmarks.measure.MemorySection;
import dev.dbmigrate.benchmarks.measure.NoOpSection;
import dev.dbmigrate.benchmarks.measure.Section;
import dev.dbmigrate.benchmarks.workload.SourceCompiler;
import dev.dbmigrate.benchmarks.workload.WorkloadWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures all contenders in one run and prints the report as Markdown; {@code docs/performance.md} has the command. */
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * Runs the sections.
     *
     * @param arguments {@code --processor=JAR --directory=DIR [--quick=true] [--rounds=N] [--only=apply,noop,javac,memory,guarantees]}
     * @throws Exception if something could not be measured
     */
    public static void main(String[] arguments) throws Exception {
        Quiet.everything();
        Settings settings = Settings.parse(arguments);
        System.out.println(Machine.describe());
        for (Map.Entry<String, Section> entry : sections(settings).entrySet()) {
            if (settings.only().contains(entry.getKey())) {
                Section section = entry.getValue();
                System.out.println("## " + section.heading() + "\n\n" + section.measure());
            }
        }
    }

    private static Map<String, Section> sections(Settings settings) {
        SourceCompiler compiler = new SourceCompiler(settings.processor());
        WorkloadWriter writer = new WorkloadWriter(settings.directory(), compiler);
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("apply", new ApplySection(writer, settings.applyCount(), settings.rounds()));
        sections.put(
                "noop",
                new NoOpSection(writer, settings.noOpCounts(), settings.noOpPeersUpTo(), settings.noOpIterations()));
        sections.put("javac", new CompileSection(writer, compiler, settings.compileCounts(), settings.rounds()));
        sections.put(
                "memory",
                new MemorySection(
                        writer,
                        settings.processor(),
                        settings.applyCount(),
                        settings.compileCounts(),
                        settings.memoryRounds()));
        sections.put(
                "guarantees",
                new GuaranteesSection(writer, settings.applyCount(), settings.tinyCount(), settings.rounds()));
        return sections;
    }
}
