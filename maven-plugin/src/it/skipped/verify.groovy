def log = new File(basedir, 'build.log').text
assert log.split('Skipped: dbmigrate.skip=true').length == 4
assert log.contains('[DBM-R001] the runtime class path of skipped cannot be resolved')
assert log.contains('com.acme:does-not-exist:jar:1')
true
