def log = new File(basedir, 'build.log').text
assert log.contains('Skipped: a project with packaging pom has no migrations of its own')
assert log.contains('Skipped: this module has neither migrations nor dbmigrate-runtime')
// the application sees the migrations of the module that it depends on; its embedded servers are its own
assert log.split('applied     001_initial_schema on postgres').length == 3
true
