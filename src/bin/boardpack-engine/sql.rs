//! A query's text to its plan: one `select`, with the parameters put in as values of their types, that
//! neither writes anything nor asks the clock or chance.

use crate::fault::Stop;
use crate::portable::portable;
use boardpack::collect::codes;
use datafusion::common::config::Dialect;
use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::common::{DataFusionError, plan_datafusion_err};
use datafusion::execution::context::SQLOptions;
use datafusion::logical_expr::{Expr, LogicalPlan, Volatility};
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{self, VisitMut as _, VisitorMut};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;
use std::ops::ControlFlow;

/// Bytes of one query's text.
const TEXT: usize = 256 << 10;

/// Values by the names of parameters, each as a SQL expression.
pub(crate) type Parameters = Vec<(&'static str, String)>;

/// An instant as a SQL expression.
pub(crate) fn instant(rfc3339: &str) -> String {
    format!(
        "arrow_cast({}, 'Timestamp(Microsecond, Some(\"UTC\"))')",
        text(rfc3339)
    )
}

/// A text as a SQL expression.
pub(crate) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The plan of a query, in a form that travels if it is run elsewhere.
pub(crate) async fn plan(
    (context, travels): (&SessionContext, bool),
    name: &str,
    sql: &str,
    parameters: &Parameters,
) -> Result<LogicalPlan, Stop> {
    if sql.len() > TEXT {
        let message = format!("this query is longer than {TEXT} bytes");
        return Err(Stop::new(codes::QUERY, message, "write it shorter").of(name));
    }
    let wrong = |told: &DataFusionError| Stop::query(name, sql, told);
    let state = context.state();
    let mut statement = state
        .sql_to_statement(sql, &Dialect::Generic)
        .map_err(|told| wrong(&told))?;
    let Statement::Statement(inner) = &mut statement else {
        return Err(no_select(name));
    };
    if !matches!(**inner, ast::Statement::Query(_)) {
        return Err(no_select(name));
    }
    put_in(inner, parameters).map_err(|told| wrong(&told))?;
    let plan = state
        .statement_to_plan(statement)
        .await
        .map_err(|told| wrong(&told))?;
    SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false)
        .verify_plan(&plan)
        .map_err(|_| no_select(name))?;
    unchanging(&plan).map_err(|told| wrong(&told))?;
    if travels {
        return portable(plan, &state).map_err(|told| wrong(&told));
    }
    Ok(plan)
}

/// Names of the tables that a query reads, as far as it can be read itself.
pub(crate) fn tables(context: &SessionContext, sql: &str) -> Vec<String> {
    let state = context.state();
    let statement = state.sql_to_statement(sql, &Dialect::Generic);
    let names = statement.and_then(|statement| state.resolve_table_references(&statement));
    let names = names.unwrap_or_default();
    names.iter().map(|name| name.table().to_owned()).collect()
}

fn no_select(name: &str) -> Stop {
    Stop::new(
        codes::QUERY,
        "this query is not one `select`".to_owned(),
        "write one `select`, or `with … select`, that reads the views",
    )
    .of(name)
}

/// Puts values in the places of parameters.
fn put_in(statement: &mut ast::Statement, parameters: &Parameters) -> Result<(), DataFusionError> {
    struct PutIn<'a>(&'a Parameters);
    impl VisitorMut for PutIn<'_> {
        type Break = DataFusionError;

        fn post_visit_expr(&mut self, expr: &mut ast::Expr) -> ControlFlow<DataFusionError> {
            let ast::Expr::Value(value) = expr else {
                return ControlFlow::Continue(());
            };
            let ast::Value::Placeholder(name) = &value.value else {
                return ControlFlow::Continue(());
            };
            let known = self
                .0
                .iter()
                .find(|(known, _)| name.strip_prefix('$') == Some(known));
            let Some((_, sql)) = known else {
                let names: Vec<String> = self
                    .0
                    .iter()
                    .map(|(name, _)| format!("`${name}`"))
                    .collect();
                let names = if names.is_empty() {
                    "a view has none".to_owned()
                } else {
                    names.join(", ")
                };
                return ControlFlow::Break(plan_datafusion_err!(
                    "there is no parameter `{name}`: {names}"
                ));
            };
            let parsed = Parser::new(&GenericDialect {})
                .try_with_sql(sql)
                .and_then(|mut parser| parser.parse_expr());
            match parsed {
                Ok(parsed) => {
                    *expr = parsed;
                    ControlFlow::Continue(())
                }
                Err(told) => ControlFlow::Break(told.into()),
            }
        }
    }
    match statement.visit(&mut PutIn(parameters)) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(told) => Err(told),
    }
}

/// Refuses functions whose answer is another one on another day, or by chance.
fn unchanging(plan: &LogicalPlan) -> Result<(), DataFusionError> {
    let mut found = None;
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| {
            expr.apply(|expr| {
                if let Expr::ScalarFunction(call) = expr
                    && call.func.signature().volatility != Volatility::Immutable
                {
                    found = Some(call.func.name().to_owned());
                    return Ok(TreeNodeRecursion::Stop);
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    })?;
    match found {
        Some(name) => Err(plan_datafusion_err!(
            "`{name}()` depends on the clock, on chance or on files: the same events must give the same figures"
        )),
        None => Ok(()),
    }
}
