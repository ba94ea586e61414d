// files are named from the repository's root
new File(basedir, '.git').mkdirs()
true
