//! A plan to one that a cluster runs as it is meant, or to the words that it cannot carry.
//!
//! DataFusion 55 writes plans for other machines without two words of windows: `ignore nulls` of `lag` and
//! its like, and `filter`. Nothing fails, the answer is another one. `first_value` and `last_value` are
//! aggregates too, with which `ignore nulls` travels; everything else of the kind is refused here.

use datafusion::common::tree_node::{Transformed, TreeNode as _};
use datafusion::common::{DataFusionError, plan_datafusion_err};
use datafusion::execution::SessionState;
use datafusion::logical_expr::expr::{NullTreatment, WindowFunction};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Expr, LogicalPlan, WindowFunctionDefinition};

/// The plan as it travels.
pub(crate) fn portable(
    plan: LogicalPlan,
    state: &SessionState,
) -> Result<LogicalPlan, DataFusionError> {
    let plan = plan.transform_up_with_subqueries(|node| {
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            let name = names.save(&expr);
            let expr = expr.transform_up(|expr| match expr {
                Expr::WindowFunction(window) => {
                    let (window, changed) = carried(*window, state)?;
                    let expr = Expr::WindowFunction(Box::new(window));
                    Ok(if changed {
                        Transformed::yes(expr)
                    } else {
                        Transformed::no(expr)
                    })
                }
                other => Ok(Transformed::no(other)),
            })?;
            Ok(expr.update_data(|expr| name.restore(expr)))
        })
    })?;
    Ok(plan.data)
}

/// A window that says the same where it arrives, and whether it is another one than before.
fn carried(
    mut window: WindowFunction,
    state: &SessionState,
) -> Result<(WindowFunction, bool), DataFusionError> {
    let name = window.fun.name().to_owned();
    if window.params.filter.is_some() {
        return Err(plan_datafusion_err!(
            "a cluster loses the `filter` of a window: write `{name}(case when … then … end) over (…)`"
        ));
    }
    let skips = window.params.null_treatment == Some(NullTreatment::IgnoreNulls);
    if !skips || !matches!(window.fun, WindowFunctionDefinition::WindowUDF(_)) {
        return Ok((window, false));
    }
    let aggregate = match name.as_str() {
        "first_value" | "last_value" => state.aggregate_functions().get(&name),
        _ => None,
    };
    let Some(aggregate) = aggregate else {
        return Err(plan_datafusion_err!(
            "a cluster loses the `ignore nulls` of `{name}`: only `first_value` and `last_value` keep it"
        ));
    };
    window.fun = WindowFunctionDefinition::AggregateUDF(aggregate.clone());
    Ok((window, true))
}
