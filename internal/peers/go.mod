module github.com/salesops-go/salesops/internal/peers

go 1.26

require (
	github.com/expr-lang/expr v1.17.8
	github.com/google/cel-go v0.32.0
	github.com/open-policy-agent/opa v1.22.2
	github.com/salesops-go/salesops v0.0.0
	github.com/stretchr/testify v1.12.1
)

replace github.com/salesops-go/salesops => ../..
