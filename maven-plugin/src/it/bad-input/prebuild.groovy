// where the embedded servers would keep their data there is something else
new File(basedir, 'target').mkdirs()
new File(basedir, 'target/dbmigrate-embedded').text = 'not a directory'
true
