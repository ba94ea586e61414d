package dev.dbmigrate.runtime.launch;

/** What to put into a POM, as messages show it. */
public final class Snippets {

    private static final String VERSION = versionOrPlaceholder();

    /** The dependency that a project with migrations has. */
    public static final String RUNTIME = """
            Add to the POM's <dependencies>:
              <dependency>
                <groupId>dev.dbmigrate</groupId>
                <artifactId>dbmigrate-runtime</artifactId>
                <version>%s</version>
              </dependency>""".formatted(VERSION);

    /** The processor on its own path. */
    static final String PROCESSOR = """
            Add to the POM's <build><plugins>, then build again from the start (mvn clean compile):
              <plugin>
                <groupId>org.apache.maven.plugins</groupId>
                <artifactId>maven-compiler-plugin</artifactId>
                <configuration>
                  <annotationProcessorPaths>
                    <path>
                      <groupId>dev.dbmigrate</groupId>
                      <artifactId>dbmigrate-processor</artifactId>
                      <version>%s</version>
                    </path>
                  </annotationProcessorPaths>
                </configuration>
              </plugin>
            Since JDK 23 javac runs no processor that is merely on the class path. If the processor is to be found there
            (as a dependency), javac needs -proc:full: <proc>full</proc> in the <configuration> above.""".formatted(VERSION);

    private Snippets() {}

    /** The jar's own version; when run from a directory of classes there is none. */
    private static String versionOrPlaceholder() {
        String version = Snippets.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }
}
