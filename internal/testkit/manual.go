package testkit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rowsHeading is the section of a doc.go that lists the playbook's rows.
const rowsHeading = "# The playbook's rows"

// Manual is what the source of one package says of itself.
type Manual struct {
	text string
	// docs are the doc comments of the exported identifiers.
	docs map[string]string
}

// ReadManual reads the package in the test's own folder.
func ReadManual(t *testing.T) Manual {
	t.Helper()
	m := Manual{docs: make(map[string]string)}
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		if name == "doc.go" {
			m.text = file.Doc.Text()
		}
		for _, decl := range file.Decls {
			m.collect(decl)
		}
	}
	require.NotEmpty(t, m.text, "doc.go is the package's manual")
	return m
}

func (m Manual) collect(decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		m.docs[d.Name.Name] += d.Doc.Text()
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				m.docs[s.Name.Name] += d.Doc.Text() + s.Doc.Text()
				if fields, ok := s.Type.(*ast.StructType); ok {
					for _, field := range fields.Fields.List {
						m.docs[s.Name.Name] += field.Doc.Text()
					}
				}
			case *ast.ValueSpec:
				for _, name := range s.Names {
					m.docs[name.Name] += d.Doc.Text() + s.Doc.Text()
				}
			}
		}
	}
}

// Table returns the lines of the first table below a heading of doc.go, without
// its header line, each split where two spaces or more stand.
func (m Manual) Table(t *testing.T, heading string) [][]string {
	t.Helper()
	_, section, found := strings.Cut(m.text, heading+"\n")
	require.True(t, found, "doc.go has no section %q", heading)
	section, _, _ = strings.Cut(section, "\n# ")
	gap := regexp.MustCompile(` {2,}`)
	var rows [][]string
	for line := range strings.Lines(section) {
		if cells, indented := strings.CutPrefix(line, "\t"); indented {
			rows = append(rows, gap.Split(strings.TrimSpace(cells), -1))
		} else if len(rows) > 0 && strings.TrimSpace(line) != "" {
			break
		}
	}
	require.Greater(t, len(rows), 1, "doc.go has no table below %q", heading)
	return rows[1:]
}

// RequireRows requires that doc.go and the code agree on the playbook's rows:
// each row of the table names exported identifiers whose doc comments cite it
// ("Playbook: OVF-1."), and every id that a doc comment cites has a row, or
// several: one for each rule that it holds.
func (m Manual) RequireRows(t *testing.T) {
	t.Helper()
	id := regexp.MustCompile(`[A-Z]{3}-[0-9]+`)
	listed := make(map[string]bool)
	for _, row := range m.Table(t, rowsHeading) {
		require.Len(t, row, 4, "a row has an id, a rule, functions and numbers: %q", row)
		require.Regexp(t, "^"+id.String()+"$", row[0])
		listed[row[0]] = true
		for name := range strings.SplitSeq(row[2], ", ") {
			doc, exists := m.docs[name]
			require.True(t, exists, "%s: there is no %s", row[0], name)
			require.Contains(t, citations(doc), row[0], "the comment of %s does not cite %s", name, row[0])
		}
	}
	for name, doc := range m.docs {
		for _, cited := range id.FindAllString(citations(doc), -1) {
			require.True(t, listed[cited], "%s cites %s, which doc.go does not list", name, cited)
		}
	}
}

// citations returns what follows "Playbook:" up to the end of each such line.
func citations(doc string) string {
	var cited strings.Builder
	for line := range strings.Lines(doc) {
		if _, ids, found := strings.Cut(line, "Playbook:"); found {
			cited.WriteString(ids)
		}
	}
	return cited.String()
}
