import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def names = 'src/main/java/com/acme/AddNames.java'
def tags = 'src/main/java/com/acme/AddTags.java'
assert log.contains("${names}:8:14: error: [DBM-C002] \"002 add names\" is not a migration id")
assert log.contains("${names}:10:19: error: [DBM-C030] \"1.1\" is not a semantic version")
assert log.contains("${tags}:16:20: warning: [DBM-C081] AddTags uses Queries.ADD_TAGS")
assert log.contains('Checked 4 source files: 2 errors, 1 warning.')
assert log.contains('[DBM-R046] the sources have 2 errors, 1 warning, each with what to type; the first:')

def json = new JsonSlurper().parse(new File(basedir, 'check.json'))
assert !json.success && json.goal == 'check' && json.error.id == 'DBM-R046' && json.error.exitCode == 3
assert json.sources == 4 && json.errors == 2 && json.warnings == 1
assert json.findings.collect { [it.id, it.severity, it.file, it.line, it.column] } == [
        ['DBM-C002', 'error', names, 8, 14], ['DBM-C030', 'error', names, 10, 19], ['DBM-C081', 'warning', tags, 16, 20]]
assert json.findings[2].message.endsWith('Write includes = Queries.class')

def sarif = new JsonSlurper().parse(new File(basedir, 'check.sarif'))
assert sarif.version == '2.1.0'
assert sarif.runs[0].tool.driver.rules.collect { it.id } == ['DBM-C002', 'DBM-C030', 'DBM-C081']
def first = sarif.runs[0].results[0]
assert first.ruleId == 'DBM-C002' && first.level == 'error'
assert first.locations[0].physicalLocation.artifactLocation.uri == names
assert first.locations[0].physicalLocation.region == [startLine: 8, startColumn: 14]

assert log.readLines().any { it.startsWith("::error file=${names},line=8,col=14,title=DBM-C002::[DBM-C002] ") }
assert log.readLines().any { it.startsWith("::warning file=${tags},line=16,col=20,title=DBM-C081::[DBM-C081] ") }
assert log.contains('Checked 3 source files: 0 errors, 1 warning.')
assert log.contains('dbmigrate.format=sarrif cannot be read: write text or json or sarif or github; did you mean sarif?')
assert log.contains('Skipped: no source of this module has a @Migration')
assert !new File(basedir, 'target/classes').exists()
assert !log.contains('\tat ')
true
