def log = new File(basedir, 'build.log').text
assert log.contains('[DBM-R004] com.acme.InitialSchema carries @Migration')
assert log.contains('<annotationProcessorPaths>')
assert log.contains("<version>${dbmigrateVersion}</version>")
assert log.contains('-proc:full')
assert !log.contains('\tat ')
// found before a server is started for nothing
assert !new File(basedir, 'target/dbmigrate-embedded').exists()
true
